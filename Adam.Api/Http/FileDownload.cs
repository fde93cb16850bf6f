namespace Adam.Api.Http;

/// <summary>A file.</summary>
internal sealed class FileDownload;
