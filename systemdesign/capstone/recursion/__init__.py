"""The worst day without the event loop: what the shop's components do, as events on one heap."""
