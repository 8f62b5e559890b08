"""Storage that speaks S3's wire protocol on this machine, for trying and testing without an account."""
