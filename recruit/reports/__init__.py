"""Funnel and dashboards."""
