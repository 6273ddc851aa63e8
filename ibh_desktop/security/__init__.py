"""Passwords, key slots, the keys derived from them, and the audit chain."""
