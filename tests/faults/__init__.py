"""Faults on purpose: processes killed, power cut, disks full and files damaged, judged by what was acknowledged."""
