using System.Net;
using System.Net.Mime;

namespace SotopiaPi.Samples.Play;

/// <summary>Serves the page on this machine only.</summary>
internal static class PageServer
{
    private const long MaxRequestBytes = 64 * 1024;

    public static WebApplication Build(PageAgent person, int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, port);
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
        });
        WebApplication page = builder.Build();
        page.Use(Guard);
        page.MapGet("/", () => File("index.html", MediaTypeNames.Text.Html));
        page.MapGet("/page.js", () => File("page.js", MediaTypeNames.Text.JavaScript));
        page.MapGet("/page.css", () => File("page.css", MediaTypeNames.Text.Css));
        page.MapGet("/state", person.View);
        page.MapPost("/act", (PageAction action) => person.TryAct(action.Type ?? "", action.Argument ?? "") ? Results.NoContent() : Results.Conflict("It is not your turn, or this action is not possible now."));
        page.MapPost("/next", (object _) => person.TryNext() ? Results.NoContent() : Results.Conflict("The scene is not over."));
        return page;
    }

    /// <summary>Answers only requests that this page sent to itself: other sites may neither read it (Host, against DNS rebinding) nor post to it (Origin).</summary>
    private static async Task Guard(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        string[] hosts = [$"127.0.0.1:{context.Connection.LocalPort}", $"localhost:{context.Connection.LocalPort}"];
        string? origin = request.Headers.Origin.Count == 0 ? null : request.Headers.Origin.ToString();
        bool posts = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);
        if (!hosts.Contains(request.Host.Value) || (origin is null ? posts : origin != $"http://{request.Host.Value}"))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        context.Response.Headers.ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        await next(context);
    }

    private static IResult File(string name, string type) => Results.Stream(typeof(PageServer).Assembly.GetManifestResourceStream(name)!, type + "; charset=utf-8");
}
