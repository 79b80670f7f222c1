from django.urls import path

from collaboration.approval.views import chains, houses

app_name = "approval"
urlpatterns = [
    path("chains/", chains.chains, name="chains"),
    path("chains/<slug:kind>/<slug:word>/", chains.chain, name="chain"),
    path("<uuid:matter>/", houses.house, name="house"),
    path("<uuid:matter>/submit/", houses.submit, name="submit"),
    path("<uuid:matter>/ask/", houses.ask, name="ask"),
    path("<uuid:matter>/steps/<int:pk>/", houses.step, name="step"),
    path("<uuid:matter>/steps/<int:pk>/opinion/", houses.opinion, name="opinion"),
    path("<uuid:matter>/runs/<int:pk>/withdraw/", houses.withdraw, name="withdraw"),
    path("<uuid:matter>/findings/<int:pk>/file/", houses.finding_file, name="finding_file"),
    path("<uuid:matter>/runs/<int:pk>/sheet.pdf", houses.sheet, name="sheet"),
]
