"""Who may ask for each address: one row per named route. A route without a row fails test_policies.py.

machine   health checks: no person, no data
public    everybody, without any proof
reporter  the holder of a number with its secret code, or of a signed link; others see nothing of it
anyone    part of signing in: reachable before it, says nothing about any case
staff     whoever is signed in; what they see inside is decided by complaints/access.py
"""

POLICIES = {
    "accounts:profile": "staff",
    "accounts:unlock": "staff",
    "alive": "machine",
    "ready": "machine",
    "followup:accept": "staff",
    "followup:answer": "staff",
    "followup:ask": "staff",
    "followup:assign": "staff",
    "followup:case": "staff",
    "followup:note_internal": "staff",
    "followup:note_progress": "staff",
    "followup:photo": "staff",
    "followup:queue": "staff",
    "intake:done": "public",
    "intake:home": "public",
    "intake:locate": "public",
    "intake:photo": "public",
    "intake:place": "public",
    "intake:send": "public",
    "intake:text_size": "public",
    "intake:theme": "public",
    "intake:what": "public",
    "pages:accessibility": "public",
    "pages:contact": "public",
    "pages:help": "public",
    "pages:privacy": "public",
    "routing:refer": "staff",
    "routing:return_referral": "staff",
    "tracking:case": "reporter",
    "tracking:close": "public",
    "tracking:find": "public",
    "tracking:link": "reporter",
    "tracking:photo": "reporter",
    "tracking:rate": "reporter",
    "tracking:receipt": "reporter",
    "tracking:reply": "reporter",
    "tracking:withdraw": "reporter",
    "triage:archive": "staff",
    "triage:examine": "staff",
    "triage:not_uphold": "staff",
    "triage:open_contact": "staff",
    "triage:reopen": "staff",
    "triage:uphold": "staff",
}
