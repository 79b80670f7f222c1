"""What is tried out and proves nothing in law: SM2 keys behind the signer's port.

An electronic seal in the legal sense (GB/T 38540) needs a certified device and a registered maker of seals. No seal
is put on with it; what it signs says of itself that it is an experiment.
"""
