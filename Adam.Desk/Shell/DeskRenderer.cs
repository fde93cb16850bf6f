using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Adam.Desk.Shell;

/// <summary>Renders a page as text: components run once, on the server.</summary>
public sealed partial class DeskRenderer(IServiceProvider services, ILoggerFactory log)
{
    private static readonly string Version = typeof(DeskRenderer)
        .Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!
        .InformationalVersion.Split('+')[0];

    // Characters below it can be markup.
    private const int FirstLetter = 0xA0;

    /// <summary>Returns a page as an HTML document.</summary>
    public async Task<string> RenderAsync(DeskContext desk, View view) =>
        "<!DOCTYPE html>\n"
        + await RenderAsync<HtmlPage>(
            new Dictionary<string, object?>
            {
                [nameof(HtmlPage.Desk)] = desk,
                [nameof(HtmlPage.View)] = view,
                [nameof(HtmlPage.Version)] = Version,
            }
        );

    /// <summary>Returns a part of a page.</summary>
    /// <param name="component">A component with the parameter <c>Model</c>.</param>
    public Task<string> RenderPartAsync(DeskContext desk, Type component, object model) =>
        RenderAsync<Part>(
            new Dictionary<string, object?>
            {
                [nameof(Part.Desk)] = desk,
                [nameof(Part.Component)] = component,
                [nameof(Part.Model)] = model,
            }
        );

    private async Task<string> RenderAsync<TComponent>(Dictionary<string, object?> parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, log);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(parameters))).ToHtmlString()
        );
        return Letters().Replace(html, Decode);
    }

    // The renderer writes every letter outside of ASCII as a reference of eight characters. A page in Russian would be
    // four times as long.
    private static string Decode(Match match) =>
        Convert.ToInt32(match.Groups[1].Value, 16) is >= FirstLetter and var code
            ? ((char)code).ToString()
            : match.Value;

    [GeneratedRegex("&#x([0-9A-F]{2,4});", RegexOptions.CultureInvariant)]
    private static partial Regex Letters();
}
