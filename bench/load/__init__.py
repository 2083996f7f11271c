"""Load: people at work on boards of a real server, and of Hocuspocus and y-websocket."""
