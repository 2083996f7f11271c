"""What follows from the board: messages, tables, wiring. Rewritten with it; do not edit."""
