"""Nianlun (年轮): Markdown updates and YAML donor journeys in, a public transparency site out."""
