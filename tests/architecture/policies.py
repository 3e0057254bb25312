"""Who may ask for each address: one row per named route. A route without a row fails test_policies.py.

machine   health checks: no person, no data
public    everybody, without any proof
reporter  the holder of a number with its secret code, or of a signed link; others see nothing of it
anyone    part of signing in: reachable before it, says nothing about any case
staff     whoever is signed in; what they see inside is decided by complaints/access.py
"""

POLICIES = {
    "alive": "machine",
    "ready": "machine",
    "routing:refer": "staff",
    "routing:return_referral": "staff",
    "triage:archive": "staff",
    "triage:examine": "staff",
    "triage:not_uphold": "staff",
    "triage:open_contact": "staff",
    "triage:reopen": "staff",
    "triage:uphold": "staff",
}
