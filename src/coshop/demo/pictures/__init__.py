"""Pictures of the goods, drawn by code as SVG from a shape, a texture, a colour and a view."""

from coshop.demo.pictures.scenes import VIEWS, draw_harbour, draw_product

__all__ = ["VIEWS", "draw_harbour", "draw_product"]
