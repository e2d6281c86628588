"""Addresses of the figures."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from oversight.web.views import figures, publication

urlpatterns: list[URLPattern | URLResolver] = [
    path("jaarcijfers/", figures.newest, name="figures"),
    path("jaarcijfers/<int:year>/", figures.of_year, name="figures_of_year"),
    path("jaarcijfers/<int:year>/tabellen.ods", figures.all_tables, name="figures_ods"),
    path("jaarcijfers/<int:year>/publicatie/", publication.of_year, name="publication"),
    path("jaarcijfers/<int:year>/publicatie.pdf", publication.pdf_file, name="publication_pdf"),
    path("jaarcijfers/<int:year>/publicatie.ods", publication.ods_file, name="publication_ods"),
    path("jaarcijfers/<int:year>/<str:table>.svg", figures.picture, name="figure_picture"),
    path("jaarcijfers/<int:year>/<str:table>.csv", figures.csv_file, name="figure_csv"),
    path("jaarcijfers/<int:year>/<str:table>.ods", figures.ods_file, name="figure_ods"),
]
