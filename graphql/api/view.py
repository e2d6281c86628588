"""The API's one address: POST with a session and a CSRF token, JSON in and out."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from graphene_django.views import GraphQLView, HttpError
from graphql import DocumentNode, ExecutionResult, GraphQLError, OperationType, execute, get_operation_ast

from api.bodies import NotReadable, check_texts, read_json
from api.documents import checked_document
from api.errors import error_as_dict
from api.execution import LoadingExecutionContext
from api.limits import check_length, check_limits, check_variables
from api.loaders import Loaders
from api.multipart import NotByTheConvention, operations_with_files
from api.openings import Openings
from complaints.documents.examination import LARGEST_DOCUMENT
from tenants.actors import Actor
from tenants.permissions import Permission, requires
from tenants.web.json_answers import answers_in_json, refusal_as_json
from tenants.web.uploads import takes_body_of

# The question itself and what separates the parts.
ROOM_AROUND_IT = 1024 * 1024
CONTENT_TYPES = ("application/graphql", "application/x-www-form-urlencoded", "multipart/form-data")
CODES_OF_STATUS = {415: "unsupported_media_type"}


class ApiView(GraphQLView):
    """graphene-django's view with our document cache, limits and errors."""

    def parse_body(self, request: HttpRequest) -> Any:
        # Before anybody is known: what cannot be read is the sender's fault, never ours.
        try:
            if self.get_content_type(request) == "multipart/form-data" and "operations" in request.POST:
                return operations_with_files(
                    operations=request.POST["operations"], places=request.POST.get("map", "{}"), files=request.FILES
                )
            if self.get_content_type(request) == "application/json":
                return _one_question(request.body.decode("utf-8"))
            if self.get_content_type(request) not in CONTENT_TYPES:
                raise HttpError(HttpResponse(_("Send JSON, with the header Content-Type: application/json."), status=415))
            return super().parse_body(request)
        except NotByTheConvention as fault:
            raise HttpError(HttpResponseBadRequest(str(fault))) from None
        except NotReadable as fault:
            raise HttpError(HttpResponseBadRequest(f"POST body cannot be read: {fault}.")) from None
        except RecursionError:
            raise HttpError(HttpResponseBadRequest("POST body is nested too deeply.")) from None
        except UnicodeDecodeError:
            raise HttpError(HttpResponseBadRequest("POST body is no UTF-8 text.")) from None

    @staticmethod
    def get_graphql_params(request: HttpRequest, data: Any) -> tuple[Any, Any, Any, Any]:
        # Never from the address: what is asked may name a file, and addresses reach logs.
        variables, operation_name = data.get("variables"), data.get("operationName")
        return data.get("query"), variables if isinstance(variables, dict) else None, operation_name, None

    def execute_graphql_request(
        self, request: Any, data: Any, query: Any, variables: Any, operation_name: Any, show_graphiql: bool = False
    ) -> ExecutionResult:
        if not isinstance(query, str) or not query.strip():
            return ExecutionResult(None, [GraphQLError(_("Send a question along in query."), extensions={"code": "query_missing"})])
        schema = self.schema.graphql_schema
        try:
            check_length(query)
            check_variables(variables)
            check_texts(query)
            check_texts(variables)
            check_texts(operation_name)
            document = checked_document(schema, query)
            if not isinstance(document, DocumentNode):
                return ExecutionResult(None, list(document))
            check_limits(document, variables)
        except GraphQLError as error:
            return ExecutionResult(None, [error])
        except RecursionError:
            return ExecutionResult(
                None,
                [GraphQLError(_("The question is nested too deeply. Ask less of what belongs to what."), extensions={"code": "too_deep"})],
            )
        operation = get_operation_ast(document, operation_name)
        if operation is not None and operation.operation is OperationType.SUBSCRIPTION:
            text = _("There are no subscriptions. Ask something (query) or do something (mutation).")
            return ExecutionResult(None, [GraphQLError(text, extensions={"code": "no_subscriptions"})])
        request.loaders, request.openings, request.late_refusals = Loaders(actor=request.actor), Openings(), []
        try:
            result = execute(
                schema,
                document,
                context_value=request,
                variable_values=variables,
                operation_name=operation_name,
                execution_context_class=LoadingExecutionContext,
            )
            request.openings.record(actor=request.actor)
        except Exception as error:  # a loader that fails inside a callback comes out here
            return ExecutionResult(None, [GraphQLError("", original_error=error)])
        assert isinstance(result, ExecutionResult)
        if not request.late_refusals:
            return result
        # What was carried out says so, whatever was asked of it: it is not sent again.
        is_done = operation is not None and operation.operation is OperationType.MUTATION
        return ExecutionResult(result.data if is_done else None, [*(result.errors or []), *request.late_refusals])

    @staticmethod
    def format_error(error: Exception) -> dict[str, Any]:
        if isinstance(error, HttpError):
            code, text = CODES_OF_STATUS.get(error.response.status_code, "invalid_request"), error.message
            if code == "invalid_request":
                text = _("The request cannot be read. Correct this and send it again: %(detail)s") % {"detail": text}
            return {"message": text, "extensions": {"code": code, "field": None, "message": text}}
        return error_as_dict(error)


def _one_question(body: str) -> dict[str, Any]:
    question = read_json(body)
    if not isinstance(question, dict):
        raise NotReadable("one JSON object, with query and variables")
    return question


@csp_update({"font-src": ["data:"]})
def graphiql(request: HttpRequest) -> HttpResponse:
    """The explorer of the local settings; its style sheet brings its fonts along."""
    return render(request, "api/graphiql.html")


def _largest_body(request: HttpRequest) -> int:
    """A document, for who may add one; everything else stays small."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    takes_document = request.content_type == "multipart/form-data" and actor.may(Permission.HANDLE_COMPLAINTS)
    return LARGEST_DOCUMENT + ROOM_AROUND_IT if takes_document else int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


@answers_in_json
@takes_body_of(_largest_body)
@requires(Permission.ANYONE)
def api(request: HttpRequest) -> HttpResponseBase:
    """POST a query. In development a browser gets GraphiQL. Each root field guards itself."""
    if request.method == "POST":
        return _answer(request)
    if request.method == "GET" and settings.LOCAL and GraphQLView.request_wants_html(request):
        return graphiql(request)
    answer = refusal_as_json(code="method_not_allowed", message=_("Send your question by POST."), status=405)
    answer.headers["Allow"] = "POST"
    return answer


_answer = ApiView.as_view()
