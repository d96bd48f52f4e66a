"""The plain page in three template languages, made from one text: heading, three totals, gifts, years, projects."""

from __future__ import annotations

WORDS = (
    "Every gift is entered on the day on which it came, with what it is for. Money that is given for one project pays "
    "for that project only, the oldest first. What is not spent yet is said plainly, and a gift that was given back is "
    "taken out of every sum. The figures are those of the day on which this page was made. Whoever finds a mistake may "
    "write to us; it is mended in the next build, and the page says so. Names stand here because their bearers agreed "
    "to it, and they go when they ask for it. "
) * 8

SHAPE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><header><nav><ul>
{projects}</ul></nav></header>
<main><h1>{name}</h1>
<dl><dt>Gifts</dt><dd>{count}</dd><dt>Given</dt><dd>{given}</dd><dt>Since</dt><dd>{since}</dd></dl>
<table><caption>Gifts</caption><thead><tr><th>Day</th><th>Amount</th><th>Project</th></tr></thead><tbody>
{rows}</tbody></table>
<h2>Years</h2><ol>
{years}</ol></main>
<footer><p>{words}</p></footer></body></html>
"""


def go() -> str:
    """For Hugo."""
    return SHAPE.format(
        name="{{ .Params.name }}",
        projects='{{ range seq 0 19 }}<li><a href="/projects/p{{ printf "%02d" . }}/">Project {{ . }}</a></li>'
        "\n{{ end }}",
        count="{{ .Params.count }}",
        given="{{ .Params.given }}",
        since="{{ .Params.since }}",
        rows="{{ range .Params.gifts }}<tr><td>{{ index . 0 }}</td><td>{{ index . 1 }}</td><td>{{ with index . 2 }}"
        '<a href="/projects/{{ . }}/">{{ . }}</a>{{ end }}</td></tr>\n{{ end }}',
        years="{{ range .Params.years }}<li>{{ . }}</li>\n{{ end }}",
        words=WORDS,
    )


def nunjucks() -> str:
    """For Eleventy."""
    return SHAPE.format(
        name="{{ donor.name }}",
        projects="{% for n in range(0, 20) %}"
        '<li><a href="/projects/p{{ "0" if n < 10 }}{{ n }}/">Project {{ n }}</a></li>'
        "\n{% endfor %}",
        count="{{ donor.count }}",
        given="{{ donor.given }}",
        since="{{ donor.since }}",
        rows="{% for g in donor.gifts %}<tr><td>{{ g[0] }}</td><td>{{ g[1] }}</td><td>{% if g[2] %}"
        '<a href="/projects/{{ g[2] }}/">{{ g[2] }}</a>{% endif %}</td></tr>\n{% endfor %}',
        years="{% for y in donor.years %}<li>{{ y }}</li>\n{% endfor %}",
        words=WORDS,
    )


def jinja() -> str:
    """For Nianlun: a theme's pages/archive.html; the whole page, in a shell that is nothing else."""
    money = '{{ "%d.%02d"|format(VALUE.minor // 100, VALUE.minor % 100) }}'
    return SHAPE.format(
        name="{{ archive.name }}",
        projects='{% for n in range(0, 20) %}<li><a href="/projects/p{{ "%02d"|format(n) }}/">Project {{ n }}</a></li>'
        "\n{% endfor %}",
        count="{{ archive.gift_count }}",
        given=money.replace("VALUE", "archive.given[0]"),
        since="{{ archive.traces[-1].date }}",
        rows="{% for g in archive.traces|reverse %}<tr><td>{{ g.date }}</td><td>"
        + money.replace("VALUE", "g.amount")
        + '</td><td>{% if g.project_id %}<a href="/projects/{{ g.project_id }}/">{{ g.project_id }}</a>{% endif %}'
        "</td></tr>\n{% endfor %}",
        years="{% for y in archive.traces|reverse|map(attribute='date.year')|unique %}<li>{{ y }}</li>\n{% endfor %}",
        words=WORDS,
    )
