"""Many customers of a real shop at once, who ask the same orders again, and what is left in the end."""

import random
import threading

from systemdesign.databases.shop import SoldOut

PRODUCTS = {"chair": {"name": "chair", "price": 35.0}, "desk": {"name": "desk", "price": 120.0},
            "lamp": {"name": "lamp", "version": 2, "cents": 4900}}


def basket(key):
    """What is ordered under this key: one to three of each of two products, in a random order."""
    chance = random.Random(key)
    return {sku: chance.randint(1, 3) for sku in chance.sample(sorted(PRODUCTS), 2)}


class Customer(threading.Thread):
    """One who asks for so many of the orders, some of which others ask for too; `told` has what each costs."""

    def __init__(self, shop, keys):
        super().__init__()
        self.shop, self.keys, self.told, self.refused, self.failed = shop, keys, {}, 0, []

    def run(self):
        """Ask for one after the other."""
        for key in self.keys:
            try:
                self.ask(key, basket(key))
            except Exception as error:
                self.failed.append(f"{type(error).__name__}: {error}")

    def ask(self, key, items):
        """Look at each product, and order at the price that was shown."""
        shown = sum(self.shop.get_product(sku)["cents"] * quantity for sku, quantity in items.items())
        try:
            self.told[key] = self.shop.create_order(key, self.name, items, shown)
        except SoldOut:
            self.refused += 1


def serve(shop, plan):
    """Let them all in at once: what each was told, and what the database says afterwards."""
    chance = random.Random(plan.seed)
    for sku, document in PRODUCTS.items():
        shop.put(sku, document, plan.stock)
    keys = [f"order {number}" for number in range(plan.orders)]
    customers = [Customer(shop, chance.sample(keys, plan.orders // 2)) for _ in range(plan.customers)]
    for customer in customers:
        customer.start()
    for customer in customers:
        customer.join()
    orders = shop.orders()
    sold = {sku: sum(items.get(sku, 0) for items in orders.values()) for sku in PRODUCTS}
    told = {key for customer in customers for key in customer.told}
    return {"orders": len(orders), "told": len(told), "unknown": len(told ^ set(orders)), "sold": sold,
            "left": shop.stock(), "refused": sum(customer.refused for customer in customers),
            "failed": [error for customer in customers for error in customer.failed]}
