"""What ``./run`` does: make the environment, start the database and the processes, watch them, stop them.

Standard library only, since it runs before anything is installed. The portal's packages do not import it.
"""
