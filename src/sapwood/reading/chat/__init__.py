"""Chats: Slack and Teams exports, WhatsApp's text export. bursts.py says what of a chat is one interaction."""
