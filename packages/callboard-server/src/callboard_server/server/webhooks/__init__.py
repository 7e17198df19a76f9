"""Sending deliveries to webhooks.

Reading order: `retries` (when to retry), `http_client` (one request), `delivery_sender` (background task).
"""
