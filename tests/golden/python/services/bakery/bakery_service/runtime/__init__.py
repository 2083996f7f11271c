"""What every service needs: outbox, inbox, bus, sagas, HTTP. The same in each service; do not edit."""
