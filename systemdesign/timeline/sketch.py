"""The two one-liners of every interview."""

from collections import defaultdict


class FanOutOnWrite:
    """For each follower, insert."""

    def __init__(self):
        self.followers, self.timelines = defaultdict(list), defaultdict(list)

    def post(self, author, post):
        for follower in self.followers[author]:
            self.timelines[follower].insert(0, post)

    def read(self, user):
        return self.timelines[user][:20]


class FanOutOnRead:
    """Merge the followed, at each read."""

    def __init__(self):
        self.followed, self.posts = defaultdict(list), defaultdict(list)

    def post(self, author, post):
        self.posts[author].insert(0, post)

    def read(self, user):
        posts = [post for author in self.followed[user] for post in self.posts[author]]
        return sorted(posts, reverse=True)[:20]
