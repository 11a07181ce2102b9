"""What reaches a colleague outside of the pages: their day in their calendar, and by mail once a day or a week.
docs/reminders.md says what stands in them, and what leaves the machine by them."""
