"""Never dropped: no account leaves the rhythm without a name, a reason and a day to look again."""
