"""The door for calendars: a colleague's day at a secret address, fetched without a cookie."""
