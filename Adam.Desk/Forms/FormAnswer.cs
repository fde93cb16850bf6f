using Adam.Desk.Shell;

namespace Adam.Desk.Forms;

/// <summary>The answer to a form: a page, another address, or a file.</summary>
public abstract record FormAnswer
{
    private FormAnswer() { }

    /// <summary>A page in the place of the form.</summary>
    public sealed record Page(View View) : FormAnswer;

    /// <summary>An address to open with GET, so that reloading it does not send the form again.</summary>
    public sealed record See(string Address) : FormAnswer;

    /// <summary>A file to save.</summary>
    public sealed record Download(string Name, string MediaType, ReadOnlyMemory<byte> Content) : FormAnswer;

    /// <summary>A part of a page, for a script that puts it in its place.</summary>
    public sealed record Part(Type Component, object Model) : FormAnswer;
}
