using System.Globalization;
using Microsoft.Net.Http.Headers;

namespace Adam.Api.Http;

/// <summary>Base of formats that write a whole list as a file, whose name states the list and the day.</summary>
internal abstract class FileListFormat(TimeProvider time) : StreamedListFormat
{
    protected TimeProvider Time => time;

    /// <summary>The extension of the file, with its dot.</summary>
    protected abstract string Extension { get; }

    /// <summary>The value of <c>Content-Disposition</c>: a browser saves an <c>attachment</c>.</summary>
    protected virtual string Disposition => "attachment";

    /// <summary>Returns the name of the list, for the name of the file.</summary>
    protected abstract string NameOf<T>(ListSource<T> list);

    protected override void SetHeaders<T>(HttpContext http, ListSource<T> list)
    {
        var day = time.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        http.Response.Headers.ContentDisposition = new ContentDispositionHeaderValue(Disposition)
        {
            FileName = $"adam-{NameOf(list)}-{day}{Extension}",
        }.ToString();
    }
}
