"""Who asks, and what they may see and change.

Answers are criteria and verdicts; fetching is left to others.
"""
