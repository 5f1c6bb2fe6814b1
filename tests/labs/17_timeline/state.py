"""Who follows whom, what is in which list, and what is to be seen, as plainly as it can be said."""

from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent


class State:
    """All that other people have done, and all that was added."""

    def __init__(self, most=800):
        self.fans, self.blocks, self.posts, self.dormant = defaultdict(dict), defaultdict(set), {}, set()
        self.lists, self.most = defaultdict(set), most

    def deed(self, verb, *args):
        getattr(self, f"at_{verb}")(*args)

    def at_follow(self, user, author):
        self.at_unfollow(user, author)
        self.fans[author][user] = True

    def at_unfollow(self, user, author):
        self.fans[author].pop(user, None)

    def at_block(self, user, author):
        self.blocks[user].add(author)

    def at_unblock(self, user, author):
        self.blocks[user].discard(author)

    def at_write(self, post):
        self.posts[post[0]] = tuple(post)
        self.put(("by", post[1]), post[0])

    def at_delete(self, id):
        self.posts.pop(id, None)

    def at_sleep(self, user):
        self.dormant.add(user)

    def at_wake(self, user):
        self.dormant.discard(user)

    def at_push(self, user, id):
        self.put(("home", user), id)

    def put(self, key, id):
        self.lists[key].add(id)
        if len(self.lists[key]) > self.most:
            self.lists[key].remove(min(self.lists[key]))

    def active(self, author):
        """Those who should have a new post of this author's."""
        return [user for user in self.fans[author] if user not in self.dormant]

    def pushed_to(self, user, author, limit):
        """Whether what this author writes is pushed to this user."""
        return user in self.fans[author] and len(self.fans[author]) <= limit

    def timeline(self, user, limit):
        """The ids of a user's timeline, to be seen or not."""
        pulled = [author for author, fans in self.fans.items() if user in fans and len(fans) > limit]
        return set().union(self.lists["home", user], *(self.lists["by", author] for author in pulled))

    def seen(self, user, limit):
        """Those that are to be seen."""
        return {id for id in self.timeline(user, limit) if self.shows(user, id)}

    def shows(self, user, id):
        author = self.posts[id][1] if id in self.posts else None
        return id in self.posts and user in self.fans[author] and author not in self.blocks[user]
