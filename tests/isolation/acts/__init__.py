"""Every act of the desk, tried by everybody: whether they may is what it changed."""
