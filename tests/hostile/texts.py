"""Texts, ids and numbers that somebody hostile puts where a board expects harmless ones."""

from __future__ import annotations

#: A page that runs any of them sets `window.broken`, opens a dialog or breaks the policy.
SCRIPTS = (
    "<script>window.broken=1</script>",
    "</script><script>window.broken=2</script>",
    "<img src=x onerror=window.broken=3>",
    "<svg onload=window.broken=4>",
    "<svg><script>window.broken=5</script></svg>",
    '" onmouseover="window.broken=6" autofocus onfocus="window.broken=6',
    "' onclick='window.broken=7",
    "javascript:window.broken=8",
    "<a href=javascript:window.broken=9>x</a>",
    "<iframe srcdoc='<script>parent.broken=10</script>'>",
    "<math><mi xlink:href='data:x,<script>window.broken=11</script>'>",
    "--><script>window.broken=12</script><!--",
    "]]><script>window.broken=13</script>",
    "`${window.broken=14}`",
    "${window.broken=15}",
    "<style>*{background:url(//evil.example)}</style>",
    "<form action=//evil.example><input name=x>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
)
#: Broken out of, they would be code or structure of what is generated.
BREAKOUTS = (
    "{{7*7}}",
    "{% raise %}",
    "{{''.__class__.__mro__}}",
    '"""\nimport os; os.abort()\n"""',
    "'''\nraise SystemExit\n'''",
    "\\",
    '\\"',
    "x\nimport os\nos.abort()",
    "# noqa\nraise SystemExit",
    "f'{__import__(\"os\").abort()}'",
    "'; DROP TABLE boards_board; --",
    "key: !!python/object/apply:os.abort []",
    "- a\n- b: {c",
    "&anchor *anchor",
    "[x](javascript:window.broken=16)",
    "```\n# out\n```",
    "| a | b |\n|---|---|",
    "![x](//evil.example/x.png)",
    "%%{init: {'theme': 'x'}}%%",
    'end\nclick A href "javascript:window.broken=17"',
    "../../../../tmp/broken",
    "..\\..\\broken",
    "/etc/passwd",
    "C:\\broken",
    "con",
    "nul.py",
    "a/b/c",
    "=cmd|'/c calc'!A1",
    "%s%n%x{0}",
    "class",
    "__init__",
    "__proto__",
    "constructor",
    "None",
)
#: Shown as they are, or not at all; never as something else.
STRANGE = (
    "\u202eevil\u202c",
    "\u2066\u2067x\u2069",
    "a\u200b\u200c\u200db\ufeff",
    "Z̸̢a̡l̷g̴o̢" * 8,
    "\u2028\u2029\x85",
    "\x07\x1b[31mred\x1b[0m\x08",
    "👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "اختبار مختلط abc עברית",
    "ﷺ" * 20,
    "İıſKẞ",
    "",
    "   ",
    "\t\n",
    "x" * 1_000,
    "一" * 1_000,
)
CORPUS = (*SCRIPTS, *BREAKOUTS, *STRANGE)

#: What JSON can say and a database, a browser or UTF-8 cannot hold.
IMPOSSIBLE = ("\0", "a\0b", "\ud800", "x\udfffy", "x" * 1_001, "x" * 100_000)
