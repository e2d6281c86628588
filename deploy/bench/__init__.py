"""`make bench`: the product beside a bare handler that returns the same JSON from one hand-written SQL statement.

Every figure is a ratio within one run, so that it holds on another machine. The bare handler knows no sessions, permissions or
tenants and records nothing; the product is asked as its users ask it, signed in, and records that somebody looked.
"""
