"""The Python target: FastAPI, SQLAlchemy, pydantic. What is Python about it; templates only lay out."""
