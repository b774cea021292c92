"""Expected from search.xml: an aggregator appends the publisher and repeats the headline as the body."""

ITEMS = [
    {
        "title": "وصول قافلة مساعدات إلى المعبر",
        "text": "",
        "author": "وكالة المثال",
        "url": "https://search.example/rss/articles/CBMi0",
    },
]
