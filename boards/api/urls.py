"""REST addresses below /api/v1/."""

from __future__ import annotations

from django.urls import path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from boards.api import audit, boards, generation, me, people, releases, tokens, understanding

urlpatterns = [
    path("schema/", SpectacularJSONAPIView.as_view()),
    path("examples/", boards.ExampleList.as_view()),
    path("me/", me.MyDeletion.as_view()),
    path("me/data/", me.MyData.as_view()),
    path("tokens/", tokens.TokenList.as_view()),
    path("tokens/<int:number>/", tokens.TokenDetail.as_view()),
    path("boards/", boards.BoardList.as_view()),
    path("boards/<str:board_id>/", boards.BoardDetail.as_view()),
    path("boards/<str:board_id>/document/", boards.BoardDocument.as_view()),
    path("boards/<str:board_id>/snapshot/", boards.BoardSnapshot.as_view()),
    path("boards/<str:board_id>/operations/", boards.BoardOperations.as_view()),
    path("boards/<str:board_id>/members/", people.MemberList.as_view()),
    path("boards/<str:board_id>/members/<str:member_id>/", people.MemberDetail.as_view()),
    path("boards/<str:board_id>/me/", people.Me.as_view()),
    path("boards/<str:board_id>/audit/", audit.BoardAudit.as_view()),
    path("boards/<str:board_id>/links/", people.LinkList.as_view()),
    path("boards/<str:board_id>/links/<int:number>/", people.LinkDetail.as_view()),
    path("boards/<str:board_id>/links/<int:number>/rotation/", people.LinkRotation.as_view()),
    path("boards/<str:board_id>/releases/", releases.ReleaseList.as_view()),
    path("boards/<str:board_id>/releases/changes/", releases.ReleaseChanges.as_view()),
    path("boards/<str:board_id>/releases/<int:number>/", releases.ReleaseDetail.as_view()),
    path("boards/<str:board_id>/analysis/", understanding.AnalysisView.as_view()),
    path("boards/<str:board_id>/coupling/", understanding.CouplingView.as_view()),
    path("boards/<str:board_id>/playbook/", understanding.PlaybookView.as_view()),
    path("boards/<str:board_id>/playbook/archive/", understanding.PlaybookArchive.as_view()),
    path("boards/<str:board_id>/generation/", generation.GenerationView.as_view()),
    path("boards/<str:board_id>/generation/file/", generation.FileView.as_view()),
    path("boards/<str:board_id>/generation/search/", generation.SearchView.as_view()),
    path("boards/<str:board_id>/generation/archive/", generation.GenerationArchive.as_view()),
    re_path("", boards.Nothing.as_view()),
]
