"""The guide's URL shortener: it names four parts and draws their order; this is the code that is printed for it."""

from hashlib import md5


class URLShortener:
    """Hash function, database mapping, counter service, CDN."""

    def __init__(self):
        self.database, self.counter, self.cdn = {}, 0, {}

    def hash_function(self, url):
        return md5(url.encode()).hexdigest()[:7]

    def shorten(self, url):
        code = self.hash_function(url)
        self.database[code] = url
        self.counter += 1
        return code

    def redirect(self, code):
        if code not in self.cdn:
            self.cdn[code] = self.database.get(code)
        return 301, self.cdn[code]
