"""An application whose one migration changes the table that every push locks a row of: a version to come."""
