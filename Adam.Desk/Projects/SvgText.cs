using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Adam.Desk.Projects;

/// <summary>The element <c>text</c> of SVG. Razor takes a tag of this name for its own.</summary>
public sealed class SvgText : ComponentBase
{
    [Parameter]
    public string X { get; set; } = "";

    [Parameter]
    public string Y { get; set; } = "";

    [Parameter]
    public string? Anchor { get; set; }

    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", X);
        builder.AddAttribute(2, "y", Y);
        builder.AddAttribute(3, "text-anchor", Anchor);
        builder.AddContent(4, ChildContent);
        builder.CloseElement();
    }
}
