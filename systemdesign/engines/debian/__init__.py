"""Programs without a wheel: found on this machine, or taken out of packages of Debian's, which need not be installed.
"""
