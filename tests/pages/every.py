"""The whole table: the modules that fill it write themselves into it."""

from tests.pages import circle_pages, door_pages, file_pages, memories_pages, shelf_pages
from tests.pages.table import PAGES

__all__ = ["PAGES", "circle_pages", "door_pages", "file_pages", "memories_pages", "shelf_pages"]
