"""Who is who beyond one organisation: people who have two addresses or changed firms, organisations that are one or
part of one another. Everything here proposes; people accept, refuse and undo."""
