"""EXPERIMENTAL: a finished PDF as an OFD package (GB/T 33190), every character, line and seal where the PDF has it.

Its signature (SM2 over SM3) is the portal's own and is no electronic seal in the sense of the law; the PDF is the
original.
"""
