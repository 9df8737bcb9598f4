"""Recruit: hire and train customer-service and sales people."""
