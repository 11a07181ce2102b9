"""Notes: touches that somebody writes down themselves, and what comes next."""
