"""A unit's own templates of reports: send one, see which is used, put it aside, what may be filled in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from heritage.errors import Refusal
from heritage.models import ReportTemplate
from heritage.reports.starter import starter
from heritage.reports.template_values import KNOWN
from heritage.services import report_templates
from heritage.services.reports import FORMATS
from heritage.views.context import language
from heritage.views.desk.access import desk_page, key_in, person, shell, working_unit

FILE = "mau-bao-cao.docx"


@desk_page
def listing(request: HttpRequest) -> HttpResponse:
    """The unit's templates, the box to send one, and every placeholder."""
    unit = working_unit(request)
    if unit is None:
        raise Http404
    if request.method == "POST":
        try:
            if "aside" in request.POST:
                template = get_object_or_404(ReportTemplate, pk=key_in(request, "aside"))
                report_templates.put_aside(template, by=person(request))
                messages.success(request, _("Báo cáo mới không dùng mẫu này nữa."))
            else:
                report_templates.receive_template(unit, request.FILES.get("file"), by=person(request))
                messages.success(request, _("Đã nhận mẫu. Báo cáo lập từ nay dùng mẫu này cho bản DOCX."))
        except Refusal as refusal:
            messages.error(request, refusal.sentence(language()))
        return redirect("desk-report-templates")
    rows = ReportTemplate.objects.filter(unit=unit).select_related("uploaded_by").defer("content")
    context = {
        **shell(request, "kpi"),
        "unit": unit,
        "templates": rows,
        "texts": [each for each in KNOWN if not each.startswith(("bang.", "hinh."))],
        "blocks": [each for each in KNOWN if each.startswith(("bang.", "hinh."))],
    }
    return render(request, "desk/report_templates.html", context)


@desk_page
@require_safe
def starting(request: HttpRequest) -> HttpResponse:
    """A template to begin with."""
    response = HttpResponse(starter(), content_type=FORMATS["docx"])
    response["Content-Disposition"] = f'attachment; filename="{FILE}"'
    return response
