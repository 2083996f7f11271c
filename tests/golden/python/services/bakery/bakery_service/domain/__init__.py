"""The rules of this service. These files are yours; what you write is kept when they are generated again."""
