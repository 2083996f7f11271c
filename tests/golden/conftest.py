"""Generated systems that are compared, not collected: their own tests run where they are generated."""

collect_ignore_glob = ["*"]
